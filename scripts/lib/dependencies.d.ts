export function ensureDependencies(folder?: string): Promise<void>;
export function areCurrent(folder: string): boolean;
export function npm(): string[];
export function writeStamp(folder: string): void;
export function matchesLockfile(folder: string): boolean;
