/**
 * The reference stores' idea of a disk: a write happens whole or not at all, and the simulator may pull the plug
 * on either side of it.
 */
export interface Disk {
	/**
	 * Runs the write, which reads and changes memory without waiting in between. Rejects when the machine dies:
	 * before, then nothing happened; or after, then everything did and nobody was told.
	 * @param name of the step, for counting where plugs were pulled
	 */
	commit<T>(name: string, write: () => T): Promise<T>;
}

/** Never fails. */
export const soundDisk: Disk = {
	async commit(_name, write) {
		return write();
	}
};
