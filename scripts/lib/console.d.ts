export function ensureConsole(): Promise<void>;
