/** How a packed body is known; how it is packed is packing.ts, which a phone loads when it has something to pack. */

/** Media type of a packed JSON body. The number goes up with every change of model or primer (packing.ts). */
export const packedType = 'application/vnd.mot-cua.packed.1';
/** Beyond this a text takes a phone too long, and browsers' own methods do as well. */
export const packedCharactersMax = 24_000;
