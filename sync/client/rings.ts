/** Whose phone this tab has unlocked. In memory alone: a tab that is closed or reloaded asks for the PIN again. */
import type { KeyRing } from './keys.ts';

const rings = new Map<string, KeyRing>();

export function ringOf(owner: string): KeyRing | undefined {
	return rings.get(owner);
}

export function keepRing(owner: string, ring: KeyRing): void {
	rings.set(owner, ring);
}

export function dropRings(): void {
	rings.clear();
}
