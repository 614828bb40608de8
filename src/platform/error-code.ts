/** The `code` of what the system or a driver threw (`ENOENT`, `EADDRINUSE`, a SQLSTATE), if it has one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
