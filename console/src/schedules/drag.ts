import { useState, type DragEvent } from 'react';

/** What a row needs to be dragged, and to have others dropped on it. */
export interface Dragging {
  dragged: number | null;
  over: number | null;
  handlers: (at: number) => {
    onDragStart: (event: DragEvent) => void;
    onDragOver: (event: DragEvent) => void;
    onDrop: (event: DragEvent) => void;
    onDragEnd: () => void;
  };
}

/** Has rows of a list be dragged to the place of others. */
export function useDrag(move: (from: number, to: number) => void): Dragging {
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const end = (): void => {
    setDragged(null);
    setOver(null);
  };
  const handlers: Dragging['handlers'] = (at) => ({
    onDragStart: (event) => {
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', String(at));
      setDragged(at);
    },
    onDragOver: (event) => {
      if (dragged === null) return;
      event.preventDefault();
      setOver(at);
    },
    onDrop: (event) => {
      event.preventDefault();
      if (dragged !== null && dragged !== at) move(dragged, at);
      end();
    },
    onDragEnd: end,
  });
  return { dragged, over, handlers };
}
