export function ensureBuild(): Promise<void>;
export function digestOf(folder: string, sources?: string[]): string;
