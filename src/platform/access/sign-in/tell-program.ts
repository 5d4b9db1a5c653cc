// The order matters: most browsers also call themselves by the names of those they descend from.
const BROWSERS = [
	['Edge', /\bEdgA?\//],
	['Opera', /\bOPR\//],
	['Samsung Internet', /\bSamsungBrowser\//],
	['Firefox', /\bFirefox\/|\bFxiOS\//],
	['Chrome', /\bChrome\/|\bCriOS\/|\bHeadlessChrome\//],
	['Safari', /\bSafari\//]
] as const
const SYSTEMS = [
	['Android', /\bAndroid\b/],
	['iPhone', /\biPhone\b/],
	['iPad', /\biPad\b/],
	['Windows', /\bWindows\b/],
	['macOS', /\bMac OS X\b|\bMacintosh\b/],
	['Linux', /\bLinux\b/]
] as const

/** What somebody knows their browser and machine by, from how it called itself; null where that tells nothing. */
export function tellProgram(program: string | null): string | null {
	if (program === null) return null
	const browser = BROWSERS.find(([, pattern]) => pattern.test(program))?.[0]
	const system = SYSTEMS.find(([, pattern]) => pattern.test(program))?.[0]
	return [browser, system].filter((one) => one !== undefined).join(', ') || null
}
