/** Chromium's, as far as it is used; other browsers have none of it. */
interface Navigator {
  readonly connection?: EventTarget & { readonly saveData?: boolean; readonly type?: string };
}
