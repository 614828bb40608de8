/** The same object, with some of its methods others. */
export function withMethods<T extends object>(target: T, others: Partial<T>): T {
  const get = (_: T, name: string): unknown => {
    const value: unknown = Reflect.get(others, name) ?? Reflect.get(target, name);
    return typeof value === 'function' ? value.bind(target) : value;
  };
  return new Proxy(target, { get: (object, name) => get(object, String(name)) });
}
