import { useId, type ReactNode } from 'react';
import { Button } from '@mantine/core';

interface Disclosed {
  title: string;
  isOpen: boolean;
  set: (isOpen: boolean) => void;
  children: ReactNode;
}

/** What few people want, behind a button. */
export function Disclosure({ title, isOpen, set, children }: Disclosed) {
  const id = useId();
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        justify="start"
        aria-expanded={isOpen}
        aria-controls={id}
        leftSection={<span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>}
        onClick={() => set(!isOpen)}
      >
        {title}
      </Button>
      <div id={id} hidden={!isOpen}>
        {children}
      </div>
    </>
  );
}
