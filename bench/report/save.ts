import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/config/project-root.js';
import { isReached, type Report } from './figures.js';
import { median, quantile } from './statistics.js';
import { renderSvg } from './svg.js';

const FOLDER = join(projectRoot(), 'bench', 'results');

/** Writes a part's report as JSON and its plots as SVG; returns the files. */
export function saveReport(part: string, report: Report, circumstances: Readonly<Record<string, unknown>>): string[] {
  mkdirSync(FOLDER, { recursive: true });
  const figures = report.figures.map((figure) => ({
    what: figure.what,
    unit: figure.unit,
    median: median(figure.values),
    min: quantile(figure.values, 0),
    max: quantile(figure.values, 1),
    ...(figure.aim && { aim: figure.aim, reached: isReached(figure) }),
  }));
  const content = { part, circumstances, figures, must_be_0: report.faults, notes: report.notes };
  const json = join(FOLDER, `${part}.json`);
  writeFileSync(json, `${JSON.stringify(content, null, 2)}\n`);
  const plots = report.plots.map((plot, index) => {
    const file = join(FOLDER, `${part}${index === 0 ? '' : `-${index + 1}`}.svg`);
    writeFileSync(file, renderSvg(plot));
    return file;
  });
  return [json, ...plots];
}
