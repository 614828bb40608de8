import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Timeline, TimelineCell, TimelineSegment, TimelineWarning } from 'ar-video-rotation-client';
import { HOUR_MS, unitAround, type CalendarUnit } from '../../console/src/time/calendar.js';
import { askAgainAt, isEnough } from '../../console/src/timeline/ask-again.js';
import { HUES, huesOf } from '../../console/src/timeline/colours.js';
import { currentOf, moveOf } from '../../console/src/timeline/cursor.js';
import { layerRows } from '../../console/src/timeline/layers.js';
import { joinNarrow, joinUnchanged, pieceOfCell, pieceOfSegment } from '../../console/src/timeline/pieces.js';
import { scaleOf } from '../../console/src/timeline/scale.js';
import { stateOf } from '../../console/src/timeline/state.js';
import { toldBy } from '../../console/src/timeline/told.js';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const iso = (hour: number): string => new Date(NOON + hour * HOUR_MS).toISOString();

/** By schedule 7, from one hour to another. */
function aSegment(from: number, to: number, given: Partial<TimelineSegment> = {}): TimelineSegment {
  const why = { reason: 'rotation', schedule_id: 7, override_id: null, instead_of: [], inferred: false } as const;
  return { from: iso(from), to: iso(to), video_id: 1, ...why, instead_of: [], applied_at: null, ...given };
}

const aCell = (from: number, to: number, given: Partial<TimelineCell> = {}): TimelineCell => ({
  from: iso(from),
  to: iso(to),
  switches: 0,
  shares: [{ video_id: 1, seconds: (to - from) * 3_600 }],
  warnings: [],
  ...given,
});

const aPart = (from: number, reaches: number, given: Partial<Timeline> = {}): Timeline => ({
  ar_content_id: 1,
  from: iso(from),
  to: iso(240),
  reaches: iso(reaches),
  revision_pending: false,
  seam: iso(0),
  segments: null,
  cells: null,
  warnings: [],
  ...given,
});

const aWarning = (
  kind: TimelineWarning['kind'],
  from: number,
  given: Partial<TimelineWarning> = {},
): TimelineWarning => ({
  kind,
  from: iso(from),
  to: iso(from + 1),
  count: 1,
  video_ids: [],
  schedule_ids: [],
  override_ids: [],
  message: kind,
  ...given,
});

const pieces = (...lengths: number[]) => {
  let from = 0;
  return lengths.map((length) => {
    from += length;
    return pieceOfSegment(aSegment(from - length, from, { video_id: from % 3 }), NOON);
  });
};

describe('the timeline of the console', () => {
  it('joins what is too narrow to be told apart with its neighbours, until it is wide enough', () => {
    const drawn = joinNarrow(pieces(10, 1, 1, 1, 1, 1, 10, 1), 3 * HOUR_MS);
    assert.deepEqual(
      drawn.map(({ from, to, switches }) => [(from - NOON) / HOUR_MS, (to - NOON) / HOUR_MS, switches]),
      [
        [0, 10, 0],
        [10, 13, 3],
        [13, 15, 2],
        [15, 25, 1],
        [25, 26, 1],
      ],
    );
    assert.equal(drawn[1]?.segment, null);
    assert.equal(drawn[1]?.parts.length, 3);
  });

  it('loses neither time nor switches by joining', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 30 }), (lengths, least) => {
        const all = pieces(...lengths);
        const drawn = joinNarrow(all, least * HOUR_MS);
        const switches = (of: typeof all): number => of.reduce((sum, piece) => sum + piece.switches, 0);
        assert.equal(switches(drawn), switches(all));
        assert.deepEqual([drawn[0]?.from, drawn.at(-1)?.to], [all[0]?.from, all.at(-1)?.to]);
        for (const { from, to, shares } of drawn) {
          assert.equal(
            shares.reduce((sum, { ms }) => sum + ms, 0),
            to - from,
          );
        }
        for (const [n, piece] of drawn.slice(1).entries()) assert.equal(piece.from, drawn[n]?.to);
      }),
    );
  });

  it('joins nothing over a stretch in which there is nothing', () => {
    const apart = [aSegment(0, 1), aSegment(1, 2), aSegment(9, 10)].map((one) => pieceOfSegment(one, NOON));
    assert.equal(joinNarrow(apart, 3 * HOUR_MS).length, 2);
  });

  it('draws hours or days in which the same is shown as one', () => {
    const cells = [aCell(0, 24), aCell(24, 48), aCell(48, 72, { switches: 1 }), aCell(72, 96)];
    assert.deepEqual(
      joinUnchanged(cells.map(pieceOfCell)).map(({ from, to }) => (to - from) / HOUR_MS),
      [48, 24, 24],
    );
  });

  it('gives videos hues that stay when others are added, and differ as long as there are enough', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 25 });
    fc.assert(
      fc.property(ids, fc.integer({ min: 1_001, max: 2_000 }), (ids, newer) => {
        const hues = huesOf(ids);
        assert.equal(new Set(hues.values()).size, Math.min(ids.length, HUES));
        for (const [id, hue] of hues) assert.equal(huesOf([newer, ...ids]).get(id), hue);
      }),
    );
  });

  it('has a row for each schedule and reason, and one for what lies beneath overrides', () => {
    const override = { reason: 'override', schedule_id: null, override_id: 4, video_id: 9 } as const;
    const segments = [
      aSegment(0, 1),
      aSegment(1, 2, { video_id: 2 }),
      aSegment(2, 3, { ...override, instead_of: [1, 2] }),
      aSegment(3, 4, { ...override, override_id: 5 }),
      aSegment(4, 5, { video_id: null, reason: null, schedule_id: null }),
      aSegment(5, 6),
    ];
    const rows = layerRows(segments, NOON).map(({ key, pieces }) => [key, pieces.map(({ shares }) => shares.length)]);
    assert.deepEqual(rows, [
      ['live', [1, 1, 1, 1, 1, 1]],
      ['schedule 7', [2, 1]],
      ['reason override', [1, 1]],
      ['beneath', [2]],
    ]);
  });

  it('tells what happened and how late, what is due, and what is planned', () => {
    const told = { from: NOON - 5 * HOUR_MS, seam: NOON };
    const state = (segment: TimelineSegment, now = NOON + 90 * 60_000) => {
      const { kind, lateMs, isLate } = stateOf(segment, told, now);
      return [kind, lateMs, isLate];
    };
    assert.deepEqual(state(aSegment(-2, 0, { applied_at: new Date(NOON - 2 * HOUR_MS + 12).toISOString() })), [
      'recorded',
      12,
      false,
    ]);
    assert.deepEqual(state(aSegment(-2, 0, { applied_at: iso(-1) })), ['recorded', HOUR_MS, true]);
    assert.deepEqual(state(aSegment(-2, 0)), ['recorded', null, false]);
    assert.deepEqual(state(aSegment(-2, 0, { inferred: true })), ['inferred', null, false]);
    assert.deepEqual(state(aSegment(1, 2)), ['due', HOUR_MS / 2, true]);
    assert.deepEqual(state(aSegment(1, 2), NOON + HOUR_MS + 1), ['due', 1, false]);
    assert.deepEqual(state(aSegment(2, 3)), ['planned', null, false]);
    // It began before what is told, and was committed long ago.
    assert.deepEqual(
      stateOf(aSegment(1, 2), { from: NOON + HOUR_MS, seam: NOON }, NOON + 2 * HOUR_MS).kind,
      'recorded',
    );
  });

  it('is asked for anew when what is live ends, and until what is due is committed', () => {
    const now = NOON + HOUR_MS;
    const seconds = (pages: Timeline[], most = 100): number =>
      Math.round((askAgainAt(pages, { askedAt: now, now, most }) - now) / 1_000);
    const part = (segments: TimelineSegment[], given: Partial<Timeline> = {}) => aPart(0, 5, { segments, ...given });
    const soon = new Date(now + 5_000).toISOString();
    assert.equal(seconds([part([aSegment(0, 1, { to: soon }), aSegment(1, 5, { from: soon })])]), 5);
    assert.equal(seconds([part([aSegment(0, 5)])]), 30, 'for what others edit');
    const due = [aSegment(0, 0.5), aSegment(0.5, 5)];
    assert.equal(seconds([part(due)]), 2, 'it is due, and the seam lies before it');
    assert.equal(seconds([part(due, { seam: iso(0.75) })]), 30, 'it was committed');
    assert.equal(seconds([part([aSegment(0, 5)], { seam: iso(-50) })]), 30, 'it began before what is told');
    assert.equal(seconds([part([aSegment(2, 5)], { from: iso(2) })]), 30, 'all of it is to come');
    assert.equal(seconds([aPart(0, 5, { cells: [aCell(0, 5, { to: soon })] })]), 5);
    assert.equal(seconds([part(due), part(due)]), 900, 'many answers are dear');
    assert.equal(seconds([part(due)], 2), 900, 'as one that leads to others is');
  });

  it('is asked for no further once there is enough of it, or it lies too far ahead', () => {
    const told = aPart(0, 5, { segments: [aSegment(0, 2), aSegment(2, 5)] });
    assert.equal(isEnough([told], 3), false);
    assert.equal(isEnough([told], 2), true);
    // It was not looked as far as that yet: the next answer may be the first that tells something, or none is.
    const nothing = aPart(0, 5, { segments: [], reaches: iso(0) });
    assert.equal(
      isEnough(
        Array.from({ length: 99 }, () => nothing),
        3,
      ),
      false,
    );
    assert.equal(
      isEnough(
        Array.from({ length: 100 }, () => nothing),
        3,
      ),
      true,
    );
  });

  describe('puts answers together', () => {
    const told = (...parts: [Timeline, ...Timeline[]]) => toldBy(parts, 'day', 'UTC');

    it('that end within a segment', () => {
      const first = aPart(0, 2, { segments: [aSegment(0, 1), aSegment(1, 2, { video_id: 2, instead_of: [1] })] });
      const second = aPart(2, 4, { segments: [aSegment(2, 3, { video_id: 2, instead_of: [3] }), aSegment(3, 4)] });
      const { segments, from, to, reaches } = told(first, second);
      assert.deepEqual(
        segments?.map((segment) => [segment.from, segment.to, segment.instead_of]),
        [
          [iso(0), iso(1), []],
          [iso(1), iso(3), [1, 3]],
          [iso(3), iso(4), []],
        ],
      );
      assert.deepEqual(
        [from, to, reaches].map((at) => (at - NOON) / HOUR_MS),
        [0, 240, 4],
      );
    });

    it('that end within a day', () => {
      const first = aPart(0, 18, { cells: [aCell(0, 12), aCell(12, 18, { switches: 2 })] });
      const shares = [{ video_id: 2, seconds: 64_800 }];
      const second = aPart(18, 60, { cells: [aCell(18, 36, { switches: 3, shares }), aCell(36, 60)] });
      const { cells, segments } = told(first, second);
      assert.equal(segments, null);
      assert.deepEqual(
        cells.map((cell) => [cell.from, cell.to, cell.switches]),
        [
          [iso(0), iso(12), 0],
          [iso(12), iso(36), 5],
          [iso(36), iso(60), 0],
        ],
      );
      assert.deepEqual(cells[1]?.shares, [
        { video_id: 2, seconds: 64_800 },
        { video_id: 1, seconds: 21_600 },
      ]);
    });

    it('and warns of one thing once, and not of a video that another answer shows', () => {
      const unseen = { video_ids: [2] };
      const first = aPart(0, 24, {
        cells: [aCell(0, 24)],
        warnings: [
          aWarning('never_shown', 0, unseen),
          aWarning('never_shown', 0, { video_ids: [3] }),
          aWarning('slots_coincide', 1, { schedule_ids: [7, 8], count: 5 }),
          aWarning('gap', 2),
        ],
      });
      const second = aPart(24, 48, {
        cells: [aCell(24, 48, { shares: [{ video_id: 2, seconds: 86_400 }] })],
        warnings: [
          aWarning('never_shown', 24, { video_ids: [3] }),
          aWarning('slots_coincide', 24, { schedule_ids: [7, 8], count: 6 }),
          aWarning('gap', 30),
        ],
      });
      const { warnings } = told(first, second);
      assert.deepEqual(
        warnings.map(({ kind, from, count }) => [kind, from, count]),
        [
          ['never_shown', iso(0), 1],
          ['slots_coincide', iso(1), 11],
          ['gap', iso(2), 1],
          ['gap', iso(30), 1],
        ],
      );
    });
  });

  describe('moves by keys', () => {
    const rows = [
      { key: 'live', pieces: pieces(1, 1, 1) },
      { key: 'schedule 7', pieces: pieces(2, 1) },
    ];
    const at = (hour: number, row = 'live') => ({ row, at: NOON + hour * HOUR_MS });
    const go = (key: string, from: ReturnType<typeof at>) => {
      const move = moveOf(key, rows, from);
      return move?.kind === 'go' ? [move.to.row, (move.to.at - NOON) / HOUR_MS] : move;
    };

    it('from piece to piece, and no further than there are', () => {
      assert.deepEqual(go('ArrowRight', at(0)), ['live', 1]);
      assert.deepEqual(go('ArrowRight', at(2.5)), ['live', 2]);
      assert.deepEqual(go('ArrowLeft', at(0)), ['live', 0]);
      assert.deepEqual(go('End', at(0)), ['live', 2]);
      assert.deepEqual(go('Home', at(2)), ['live', 0]);
    });

    it('from row to row and back to the same piece', () => {
      assert.deepEqual(go('ArrowDown', at(1)), ['schedule 7', 1]);
      assert.equal(currentOf(rows, at(1, 'schedule 7'))?.piece, rows[1]?.pieces[0]);
      assert.deepEqual(go('ArrowUp', at(1, 'schedule 7')), ['live', 1]);
      assert.deepEqual(go('ArrowUp', at(1)), ['live', 1]);
    });

    it('to the time before and after, into a piece, and nowhere by others', () => {
      assert.deepEqual(
        ['PageUp', 'PageDown', 'Enter', 'a', 'Tab'].map((key) => go(key, at(1))),
        [{ kind: 'turn', by: -1 }, { kind: 'turn', by: 1 }, { kind: 'open' }, null, null],
      );
      assert.equal(moveOf('Enter', [], at(1)), null);
    });

    it('also where a row is gone, or says nothing of the time', () => {
      assert.equal(currentOf(rows, at(1, 'gone'))?.piece, rows[0]?.pieces[1]);
      assert.equal(currentOf(rows, at(-5))?.piece, rows[0]?.pieces[0]);
    });
  });

  describe('is drawn on a scale', () => {
    const scale = (unit: CalendarUnit, at: string, width: number) => {
      const stretch = unitAround(unit, Date.parse(at), 'Europe/Berlin');
      return scaleOf(stretch, 'Europe/Berlin', width / (stretch.to - stretch.from));
    };

    it('with days and clocks, with months and dates, or with months alone', () => {
      const counts = (unit: CalendarUnit, width: number) => {
        const { spans, marks } = scale(unit, '2027-06-10T12:00:00Z', width);
        return [spans.unit, spans.stretches.length, marks.unit, marks.at.length];
      };
      assert.deepEqual(counts('hour', 1_000), ['day', 1, 'clock', 12]);
      assert.deepEqual(counts('day', 1_100), ['day', 1, 'clock', 24]);
      assert.deepEqual(counts('day', 200), ['day', 1, 'clock', 4]);
      assert.deepEqual(counts('week', 1_000), ['day', 7, 'clock', 14]);
      assert.deepEqual(counts('week', 200), ['day', 7, 'clock', 0]);
      assert.deepEqual(counts('month', 1_000), ['month', 1, 'date', 30]);
      assert.deepEqual(counts('month', 200), ['month', 1, 'date', 4]);
      assert.deepEqual(counts('year', 1_000), ['month', 12, 'date', 0]);
    });

    it('with 23 and 25 hours where clocks are changed', () => {
      const hoursOf = (at: string): number[] =>
        scale('week', at, 1_000).spans.stretches.map(({ from, to }) => (to - from) / HOUR_MS);
      assert.deepEqual(hoursOf('2027-03-28T12:00:00Z'), [24, 24, 24, 24, 24, 24, 23]);
      assert.deepEqual(hoursOf('2027-10-31T12:00:00Z'), [24, 24, 24, 24, 24, 24, 25]);
      assert.equal(scale('day', '2027-03-28T12:00:00Z', 1_100).marks.at.length, 23);
      assert.equal(scale('day', '2027-10-31T12:00:00Z', 1_200).marks.at.length, 25);
    });
  });
});
