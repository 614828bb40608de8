import type pg from 'pg';

/**
 * Gives a connection up whose server says nothing for so long although it was asked something: one that hangs, or whose
 * machine is gone without a word. Whatever waits for it fails as for any other lost connection.
 * @param ms longer than Postgres's own limits for a statement, which it tells of.
 */
export function giveUpWhenSilent(client: pg.Client, ms: number): void {
  let timer: NodeJS.Timeout | undefined;
  const giveUp = (): void => void client.connection.stream.destroy(new Error('Connection terminated: it was silent'));
  const ask = client.query.bind(client);
  // Whatever pg's overloads take is passed on as it is.
  Reflect.set(client, 'query', (...question: unknown[]): unknown => {
    timer ??= setTimeout(giveUp, ms);
    return Reflect.apply(ask, undefined, question);
  });
  const rest = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  client.connection.stream.on('data', () => timer?.refresh());
  client.on('drain', rest).on('end', rest);
}
