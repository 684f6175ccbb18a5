/** Words of shared machines, which no other device loads. */
import { defineArea, type Same } from './index.ts';
import type * as vi from './kiosk.vi.ts';

export type KioskWords = Same<typeof vi.words>;

export const kioskArea = defineArea<KioskWords>({
	vi: () => import('./kiosk.vi.ts'),
	en: () => import('./kiosk.en.ts')
});
