import { useId, useRef } from 'react';
import { Button } from '@mantine/core';
import type { Video } from 'ar-video-rotation-client';
import { Thumbnail } from '../contents/thumbnail';
import { useTexts } from '../texts/texts';
import type { FormPart } from './form-part';
import styles from './form.module.css';
import { namesOf, sharesOf, withMoved, withoutPosition, withVideo, type Sequence } from './positions';
import { useDrag } from './drag';
import { PositionRow } from './position-row';
import { isInOrder } from './schedule-fields';
import { SelectionFields } from './selection-fields';
import { VideoMark } from './video-mark';
import list from './videos-part.module.css';

interface Videos {
  form: FormPart;
  videos: readonly Video[];
  /** The position that comes next in a schedule that goes on; what is moved about leaves that so. */
  standsAt: number | null;
}

/** Which videos are shown, in which order or by which chance. */
export function VideosPart({ form, videos, standsAt }: Videos) {
  const { schedules } = useTexts();
  const { fields, fault } = form;
  const { positions } = fields.sequence;
  const begin = fields.sequence.begin ?? (isInOrder(fields) ? standsAt : null);
  const shares = sharesOf(positions);
  const change = (edit: (sequence: Sequence) => Sequence): void =>
    form.change({ sequence: edit({ positions, begin }) });
  const drag = useDrag((from, to) => change((sequence) => withMoved(sequence, from, to)));
  const names = namesOf(positions);
  const offered = useId();
  const order = useRef<HTMLOListElement>(null);
  const remove = (at: number): void => {
    change((sequence) => withoutPosition(sequence, at));
    // What had the focus is gone.
    order.current?.focus();
  };
  const faults = ['video_sequence', 'weights'].flatMap((field) => fault(field) ?? []);
  return (
    <fieldset className={styles.part}>
      <legend>{schedules.videos}</legend>
      <SelectionFields form={form} videos={videos} begin={begin} />
      {positions.length === 0 && <p className={styles.hint}>{schedules.noneChosen}</p>}
      <ol ref={order} tabIndex={-1} aria-label={schedules.order} className={list.positions}>
        {positions.map((position, n) => (
          <PositionRow
            key={names[n]}
            at={n}
            position={position}
            count={positions.length}
            video={videos.find(({ id }) => id === position.video)}
            share={fields.selection === 'weighted' ? (shares[n] ?? 0) : null}
            change={change}
            remove={remove}
            drag={drag}
          />
        ))}
      </ol>
      {faults.map((words) => (
        <p key={words} role="alert" className={styles.fault}>
          {words}
        </p>
      ))}
      <p id={offered} className={list.add}>
        {schedules.add}
      </p>
      <ul aria-labelledby={offered} className={list.offered}>
        {videos.map((video) => (
          <li key={video.id}>
            <Button
              variant="default"
              size="compact-md"
              className={list.offer}
              aria-label={schedules.addVideo(video.title)}
              onClick={() => change((sequence) => withVideo(sequence, video.id))}
            >
              <Thumbnail url={video.thumbnail_url} />
              <span className={list.title}>{video.title}</span>
            </Button>
            <VideoMark video={video} />
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
