export function withLock<T>(name: string, onWait: () => void, work: () => Promise<T>, folder?: string): Promise<T>;
