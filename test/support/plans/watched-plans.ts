import type { ClientBase } from 'pg';
import { openDatabase, type Database } from '../../../src/db/database.js';

/** A step of a plan, as EXPLAIN (ANALYZE, FORMAT JSON) tells it. */
export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Filter?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  'Rows Removed by Join Filter'?: number;
  Plans?: PlanNode[];
}

/** A statement that Postgres ran, also within a trigger or for a foreign key, and how it went about it. */
export interface RunPlan {
  sql: string;
  root: PlanNode;
}

/** Has Postgres tell, as a notice, how it ran each statement of the sessions that begin from now on. */
export async function tellPlans(url: string): Promise<void> {
  const db = openDatabase({ url, poolSize: 1, applicationName: 'test' });
  const settings = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_timing': 'off',
    'auto_explain.log_nested_statements': 'on',
    'auto_explain.log_format': 'json',
    'auto_explain.log_level': 'notice',
  };
  const name = new URL(url).pathname.slice(1);
  for (const [setting, value] of Object.entries(settings)) {
    await db.raw(`ALTER DATABASE ${name} SET ${setting} = '${value}'`);
  }
  await db.destroy();
}

interface RawPlan {
  'Query Text': string;
  Plan: PlanNode;
}

/** Listens to the plans of what a pool runs; begin before its first connection. */
export class WatchedPlans {
  #heard: RunPlan[] = [];

  constructor(db: Database) {
    // Knex's type of a client says nothing of its pool.
    const { pool } = db.client as { pool: { on(event: string, hear: (id: number, client: ClientBase) => void): void } };
    pool.on('createSuccess', (_, client) => {
      client.on('notice', ({ message = '' }) => this.#hear(message));
    });
  }

  /** The plans of what ran while `work` did. */
  async of(work: () => Promise<unknown>): Promise<RunPlan[]> {
    this.#heard = [];
    await work();
    return this.#heard;
  }

  #hear(message: string): void {
    if (!/^duration: .* plan:/.test(message)) return;
    const { 'Query Text': sql, Plan: root } = JSON.parse(message.slice(message.indexOf('{'))) as RawPlan;
    this.#heard.push({ sql, root });
  }
}

/** A plan's steps, from the top. */
export const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** How many rows a step looked at, with those that it threw away again. */
export function rowsLookedAt(node: PlanNode): number {
  const removed =
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0) +
    (node['Rows Removed by Join Filter'] ?? 0);
  return (node['Actual Rows'] + removed) * node['Actual Loops'];
}

/** A plan as psql shows it, more or less. */
export function planInWords(node: PlanNode, depth = 0): string {
  const place = [node['Relation Name'], node['Index Name'], node['Index Cond'], node.Filter].filter(Boolean).join(' ');
  const line = `${'  '.repeat(depth)}${node['Node Type']} ${place}: ${node['Actual Rows']} rows x ${node['Actual Loops']}`;
  const removed = rowsLookedAt(node) - node['Actual Rows'] * node['Actual Loops'];
  const own = removed > 0 ? `${line}, ${removed} removed` : line;
  return [own, ...(node.Plans ?? []).map((child) => planInWords(child, depth + 1))].join('\n');
}
