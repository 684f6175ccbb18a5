/** Where people work who are more than citizens here. Each has pages of its own and a role that opens them. */
import * as z from 'zod/mini';

/** `desk`: one-stop officers. `publishing`: editors of the catalogue. `operations`: messages that are stuck. */
export const Workplace = z.enum(['desk', 'publishing', 'operations']);
export type Workplace = z.infer<typeof Workplace>;
