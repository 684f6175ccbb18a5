/** A text in both languages of the portal: Vietnamese first and binding, English complete. */
import * as z from 'zod/mini';

export const Text = z.object({ vi: z.string(), en: z.string() });
export type Text = z.infer<typeof Text>;

export const Locale = z.enum(['vi', 'en']);
export type Locale = z.infer<typeof Locale>;
