import assert from 'node:assert/strict';
import { isReached, ratio } from '../../bench/report/figures.js';
import { quantile, summarize } from '../../bench/report/statistics.js';
import { renderSvg } from '../../bench/report/svg.js';
import { renderTable } from '../../bench/report/table.js';

describe('the report of the benchmarks', () => {
  it('takes quantiles by rank, of values in any order', () => {
    const values = Array.from({ length: 1_000 }, (_, n) => 1_000 - n);
    assert.deepEqual(summarize(values), { count: 1_000, min: 1, p50: 500, p99: 990, p999: 999, max: 1_000 });
    assert.ok(Number.isNaN(quantile([], 0.5)));
  });

  it('says which aims are not reached', () => {
    const figure = ratio('ours / theirs', [80, 90, 70], [100, 100, 100], { atLeast: 0.85 });
    assert.equal(isReached(figure), false);
    const table = renderTable({ read: { figures: [figure], faults: { lost: 0 }, plots: [], notes: [] } });
    assert.match(table, /ours \/ theirs +0\.8 +0\.7 to 0\.9 +aim >= 0\.85: NOT REACHED/);
    assert.equal(isReached({ ...figure, aim: { atMost: 0.85 } }), true);
  });

  it('draws bars by their values, and lets no name end the picture', () => {
    const bars = [
      { name: 'a < b', value: 10 },
      { name: 'half', value: 5 },
    ];
    const svg = renderSvg({ title: 'Times', unit: 'ms', groups: [{ name: '', bars }] });
    const widths = [...svg.matchAll(/width="(\d+)" height="18"/g)].map(([, width]) => Number(width));
    assert.equal(widths[0], 2 * (widths[1] ?? 0));
    assert.match(svg, /a &lt; b/);
  });
});
