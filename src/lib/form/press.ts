/**
 * What leaving a field brings about waits until the press that left it is over. A fault that shows pushes down what
 * stands below: came it between the finger's coming and its going, the tap would end on something else and be no click.
 */
export class Press {
	#isDown = false;
	#waiting: (() => void)[] = [];

	readonly begin = (): void => {
		this.#isDown = true;
	};

	/** The pointer went up, or was taken away for scrolling. */
	readonly end = (): void => {
		this.#isDown = false;
		for (const work of this.#waiting.splice(0)) this.after(work);
	};

	/** Calls `work` once nothing is pressed and the click, which comes in the same task as the end, is done. */
	after(work: () => void): void {
		if (this.#isDown) this.#waiting.push(work);
		else setTimeout(work);
	}
}
