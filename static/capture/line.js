// What a device asks the server and sends it.

const WAIT = 30_000

/** An answer of the server as JSON; `away` where there is none, or none that can be told from a broken line. */
export async function ask(workspace, task, { body, params, file } = {}) {
	const address = new URL(`/${workspace}/field-capture/${task}`, location.origin)
	for (const [name, value] of Object.entries(params ?? {})) address.searchParams.set(name, value)
	const given = file
		? { method: 'POST', body: file }
		: body
			? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
			: {}
	// A file on a slow line takes as long as it takes.
	const given_up = file ? undefined : AbortSignal.timeout?.(WAIT)
	try {
		const answer = await fetch(address, { ...given, ...(given_up ? { signal: given_up } : {}), cache: 'no-store' })
		if (answer.status >= 500 || answer.status === 429) return { state: 'away' }
		return await answer.json()
	} catch {
		return { state: 'away' }
	}
}

const OWED = 'pitso-given-up'

/** Devices of this browser that were given up and of which the server was not told, each with its workspace. */
const owed = () => {
	try {
		return JSON.parse(localStorage.getItem(OWED) ?? '[]')
	} catch {
		return []
	}
}

/** Tells the server of devices that were given up; where it cannot be told now, it is told at the next contact. */
export async function tellGivenUp(...more) {
	const known = [...owed(), ...more]
	if (known.length === 0) return
	// Written down first: the page may be closed before the answer.
	localStorage.setItem(OWED, JSON.stringify(known))
	const left = []
	for (const one of known) {
		const { state } = await ask(one.workspace, 'device', { body: { givenUp: one.device } })
		if (state === 'away' || state === 'sign-in') left.push(one)
	}
	if (left.length > 0) localStorage.setItem(OWED, JSON.stringify(left))
	else localStorage.removeItem(OWED)
}

/** Takes the forms of registers along: each with what it is chosen from, and with entries to be corrected where some are asked for. */
export async function takeAlong(kept, { workspace, device, registers, take, tell }) {
	const refused = []
	for (const register of registers) {
		tell(register)
		const pack = await ask(workspace, 'pack', { params: { device, register } })
		if (pack.register === undefined) {
			refused.push({ register, answer: pack })
			if (pack.state !== 'refused') break
			continue
		}
		const entries = []
		let after = ''
		while (entries.length < take) {
			const part = await ask(workspace, 'entries', { params: { device, register, after } })
			if (part.entries === undefined) {
				refused.push({ register, answer: part })
				break
			}
			entries.push(...part.entries)
			if (!part.next) break
			after = part.next
		}
		await keepPack(kept, { ...pack, take, entries: entries.slice(0, take), at: Date.now() })
	}
	return refused
}

// A form of an older version stays as long as something waits that was filled in by it.
async function keepPack(kept, pack) {
	const [packs, captures] = [await kept.all('pack'), await kept.all('capture')]
	const isUsed = ({ register, version }) => captures.some((one) => one.register === register && one.version === version)
	const same = packs.find(({ register, version }) => register === pack.register && version === pack.version)
	await kept.put('pack', { ...pack, id: same?.id ?? crypto.randomUUID() })
	for (const old of packs)
		if (old.register === pack.register && old.version !== pack.version && !isUsed(old))
			await kept.remove('pack', old.id)
}

/** Fetches the page and its scripts for when the network is away, and waits until they are there. */
export async function keepPages() {
	if (!('serviceWorker' in navigator)) return
	await navigator.serviceWorker.register('/worker.js')
	const { active } = await navigator.serviceWorker.ready
	await new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel()
		port1.onmessage = resolve
		setTimeout(resolve, WAIT)
		active?.postMessage('refresh', [port2])
	})
}
