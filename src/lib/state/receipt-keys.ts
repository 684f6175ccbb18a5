/** Built in by vite.config.ts. */
declare const __RECEIPT_PUBLIC_KEYS__: readonly string[];

/** The keys with which the portal signs receipts, base64 SPKI: today's first, then those of earlier years. */
export const receiptKeys: readonly string[] = __RECEIPT_PUBLIC_KEYS__;
