/** Names of the boxes in which an officer copies a paper application: the page and whoever reads it say the same. */

/** Of one option of a question with several. */
export const boxOf = (field: string, option: string) => `${field}--${option}`;
/** Of the rest of an address. */
export const detailOf = (field: string) => `${field}--detail`;
/** Of how many of a paper were handed in, and of its scans. */
export const paperBoxes = (component: string) => ({
	originals: `goc-${component}`,
	copies: `sao-${component}`,
	scans: `tep-${component}`
});
