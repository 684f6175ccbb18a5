/** By UTF-16 unit: the same on every machine and in every locale, which names of files and patches rely on. */
export function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
