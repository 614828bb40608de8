import type { Plot } from './figures.js';
import { inDigits } from './table.js';

const WIDTH = 760;
const LABEL_WIDTH = 250;
const VALUE_WIDTH = 110;
const BAR_HEIGHT = 18;
const LINE_HEIGHT = 24;
const HEADING_HEIGHT = 30;
const MARGIN = 16;

/** Both palettes: the viewer's page decides. */
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .title { font-size: 15px; font-weight: 600; }
  .group { font-weight: 600; }
  .bar { fill: #2f6feb; }
  .ground { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .bar { fill: #6ea8fe; }
    .ground { fill: #0d1117; }
  }`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const textAt = (x: number, y: number, text: string, style = ''): string =>
  `<text x="${x}" y="${y}" class="${style}">${escaped(text)}</text>`;

/** How long a value's bar is, from 0 to 1. A logarithmic scale begins a little under its smallest value. */
function scaleOf({ groups, logarithmic = false }: Plot): (value: number) => number {
  const values = groups.flatMap(({ bars }) => bars.map(({ value }) => value)).filter((value) => value > 0);
  const largest = Math.max(...values);
  if (!logarithmic) return (value) => value / largest;
  const low = Math.log(Math.min(...values) / 2);
  const width = Math.log(largest) - low;
  return (value) => (value > 0 ? (Math.log(value) - low) / width : 0);
}

/** Draws a bar chart that can be read on a light and on a dark page. */
export function renderSvg(plot: Plot): string {
  const scale = scaleOf(plot);
  const room = WIDTH - LABEL_WIDTH - VALUE_WIDTH - 2 * MARGIN;
  const parts: string[] = [];
  let y = MARGIN + HEADING_HEIGHT;
  for (const { name, bars } of plot.groups) {
    if (name !== '') {
      parts.push(textAt(MARGIN, y + LINE_HEIGHT - 8, name, 'group'));
      y += LINE_HEIGHT;
    }
    for (const { name, value } of bars) {
      const length = Math.max(1, Math.round(scale(value) * room));
      const x = MARGIN + LABEL_WIDTH;
      parts.push(
        textAt(2 * MARGIN, y + BAR_HEIGHT - 5, name),
        `<rect x="${x}" y="${y}" width="${length}" height="${BAR_HEIGHT}" rx="3" class="bar"/>`,
        textAt(x + length + 8, y + BAR_HEIGHT - 5, `${inDigits(value)} ${plot.unit}`.trim()),
      );
      y += LINE_HEIGHT;
    }
  }
  const height = y + MARGIN;
  const title = `${plot.title}${plot.logarithmic === true ? ' (logarithmic)' : ''}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}</style>`,
    `<rect width="${WIDTH}" height="${height}" class="ground"/>`,
    textAt(MARGIN, MARGIN + 14, title, 'title'),
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}
