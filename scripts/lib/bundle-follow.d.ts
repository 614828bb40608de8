export function bundleForBrowsers(entry: string): Promise<string>;
