/** English: the copy on the device, new versions, installing. */
import type { LateWords } from './late.ts';

export const words: LateWords = {
	updateReady: 'A new version of Một Cửa is ready.',
	updateNow: 'Update',
	updateLater: 'Later',
	updateChanging: 'Changing to the new version…',
	updateWhenSaved: 'A new version is ready. It takes over once what you are typing is saved.',
	installTitle: 'Put Một Cửa on your home screen',
	installText: 'Opens as fast as an app and takes no extra space.',
	install: 'Install',
	copyWorking: 'Bringing the procedures to this device',
	copyDetail: (done, total, percent) => `${done} / ${total} · ${percent}%`,
	copyDone: 'All here on this device. Searching and reading work without a network.',
	copySaveData: 'Data saver is on, so nothing was fetched. The whole set is as light as a photo.',
	copyStart: 'Fetch it',
	copyWaiting: 'It goes on when there is a network. What has arrived is kept.',
	copyPause: 'Pause',
	copyPaused: 'Paused. What has arrived is kept.',
	copyResume: 'Go on',
	copyOnlyWifi: 'On Wi-Fi only',
	copyWaitingWifi: 'It goes on when there is Wi-Fi. What has arrived is kept.',
	copyFailed: 'Not fetched yet.',
	copyFull: 'This device is full, so not all of it is here. Delete some photos or videos and try again.',
	copyOutdated: 'Update the app first, then it goes on. What you have can still be used.',
	copyCorrupt: 'What arrived was not the original, so it was dropped. What you have can still be used.'
};
