/**
 * Where this page gets a picture or video: from here, under whatever name the page was reached. The service tells
 * addresses of its own only; where a backend delivers the bytes, these redirect to it.
 */
export const mediaPath = (url: string): string =>
  url.startsWith('blob:') ? url : new URL(url, location.origin).pathname;
