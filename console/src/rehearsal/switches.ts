/** How the instants at which what is shown changes differ. */
export interface SwitchesCompared {
  /** As many come at other instants. */
  moved: number;
  added: number;
  dropped: number;
}

interface Stretch {
  from: string;
}

/** The first stretch begins because one begins to look then. */
const switchesOf = (stretches: readonly Stretch[]): Set<string> => new Set(stretches.slice(1).map(({ from }) => from));

/** Compares when what is shown changes, before an edit and after it. */
export function compareSwitches(before: readonly Stretch[], after: readonly Stretch[]): SwitchesCompared {
  const [was, will] = [switchesOf(before), switchesOf(after)];
  const gone = [...was].filter((at) => !will.has(at)).length;
  const come = [...will].filter((at) => !was.has(at)).length;
  const moved = Math.min(gone, come);
  return { moved, added: come - moved, dropped: gone - moved };
}
