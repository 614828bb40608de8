/**
 * Has `wake` called whenever what is known may be old, or nobody looks any more: the page is shown or hidden, comes back
 * out of the browser's history, is online again, or on another kind of network. Until `signal` aborts.
 */
export function onWake(signal: AbortSignal, wake: () => void): void {
  document.addEventListener('visibilitychange', wake, { signal });
  window.addEventListener('pageshow', ({ persisted }) => persisted && wake(), { signal });
  window.addEventListener('online', wake, { signal });
  const { connection } = navigator;
  let type = connection?.type;
  const note = (): void => {
    if (connection?.type === type) return; // Its speed, which changes all the time.
    type = connection?.type;
    wake();
  };
  connection?.addEventListener('change', note, { signal });
}
