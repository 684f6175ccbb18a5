/**
 * The offline shell: an empty page whose HTML starts the router. Its scripts have absolute addresses
 * (`paths.relative: false`), so the service worker may answer any address with it, and the router then opens that
 * address from what is on the device.
 */
export const ssr = false;
export const prerender = true;
