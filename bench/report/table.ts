import { isReached, type Aim, type Figure, type Report } from './figures.js';
import { median, quantile } from './statistics.js';

/** Three significant digits: more would be noise. */
export function inDigits(value: number): string {
  if (!Number.isFinite(value)) return '-';
  if (value !== 0 && Math.abs(value) < 0.01) return value.toExponential(1);
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

function rangeOf({ values }: Figure): string {
  return values.length < 2 ? '' : `${inDigits(quantile(values, 0))} to ${inDigits(quantile(values, 1))}`;
}

const aimInWords = (aim: Aim): string =>
  'atLeast' in aim ? `aim >= ${inDigits(aim.atLeast)}` : `aim <= ${inDigits(aim.atMost)}`;

function verdictOf(figure: Figure): string {
  if (figure.aim === undefined) return '';
  return `${aimInWords(figure.aim)}: ${isReached(figure) === true ? 'reached' : 'NOT REACHED'}`;
}

const rowOf = (figure: Figure): string[] => [
  figure.what,
  `${inDigits(median(figure.values))} ${figure.unit}`.trim(),
  rangeOf(figure),
  verdictOf(figure),
];

/** The reports as one table of plain text: what, median, range, aim. */
export function renderTable(reports: Readonly<Record<string, Report>>): string {
  const blocks = Object.entries(reports).map(([part, report]) => ({
    heading: part,
    rows: report.figures.map(rowOf),
    faults: Object.entries(report.faults).map(([what, count]) => `${what} ${count}`),
    notes: report.notes,
  }));
  const rows = blocks.flatMap((block) => block.rows);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]): string => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return blocks
    .map(({ heading, rows, faults, notes }) =>
      [
        heading,
        ...rows.map((row) => `  ${line(row)}`.trimEnd()),
        `  must be 0: ${faults.join(', ')}`,
        ...notes.map((note) => `  (${note})`),
      ].join('\n'),
    )
    .join('\n\n');
}
