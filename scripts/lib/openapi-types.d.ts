export const TYPES_FILE: string;
export function writeOpenApiTypes(target?: string): Promise<void>;
