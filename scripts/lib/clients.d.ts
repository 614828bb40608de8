export function ensureClients(): Promise<void>;
