export function requireNodeVersion(version?: string): void;
