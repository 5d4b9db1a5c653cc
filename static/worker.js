// Shows a page of ours when the network is away, in place of the browser's own, and the page of field capture, which works
// without it. It keeps these two, their styles and their scripts, and nothing else: no page of a workspace, and nothing that
// anybody's rights opened.
const CACHE = 'pitso-offline'
const AWAY = '/offline'
const CAPTURE = '/capture'
const PAGES = [AWAY, CAPTURE]
const SCRIPTS = [
	'/enhance.js',
	'/offline.js',
	'/entry.js',
	'/mark.svg',
	...['fill', 'form', 'line', 'page', 'seal', 'send', 'shown', 'store', 'words'].map((name) => `/capture/${name}.js`)
]
// A line that is there and carries nothing is as good as none for whoever stands at a border post.
const PATIENCE = 5_000

const found = (text, pattern, base) => [...text.matchAll(pattern)].map(([, address]) => new URL(address, base).href)

/** Fetches the pages anew, in the reader's language and with the styles they have now, and forgets what they no longer need. */
async function refresh() {
	const fetched = await Promise.all(
		PAGES.map(async (path) => {
			const base = new URL(path, location.origin)
			const page = await fetch(base, { cache: 'reload' })
			return { base, page, text: await page.clone().text() }
		})
	)
	if (fetched.some(({ page }) => !page.ok || page.redirected)) return
	const cache = await caches.open(CACHE)
	const styles = new Set(fetched.flatMap(({ base, text }) => found(text, /<link[^>]+href="([^"]+\.css)"/g, base)))
	const wanted = new Set([...styles, ...SCRIPTS.map((one) => new URL(one, location.origin).href)])
	for (const style of styles) {
		const sheet = await (await fetch(style)).text()
		for (const one of found(sheet, /url\(["']?(?!data:)([^)"']+)["']?\)/g, style)) wanted.add(one)
	}
	// All of one release, or what was there before: scripts of two would not understand each other.
	await cache.addAll([...wanted].map((one) => new Request(one, { cache: 'no-cache' })))
	for (const { base, page } of fetched) await cache.put(base, page)
	const kept = new Set([...fetched.map(({ base }) => base.href), ...wanted])
	for (const request of await cache.keys()) if (!kept.has(request.url)) await cache.delete(request)
}

const cached = async (request) => (await caches.open(CACHE)).match(request, { ignoreVary: true })
const late = () => new Promise((_resolve, reject) => setTimeout(() => reject(new Error('late')), PATIENCE))

/** The page of field capture: from the network where it answers soon, else as it was kept. */
const capturePage = (request) =>
	Promise.race([fetch(request), late()])
		.then(async (answer) => (answer.status >= 500 ? ((await cached(CAPTURE)) ?? answer) : answer))
		.catch(async () => (await cached(CAPTURE)) ?? (await cached(AWAY)) ?? Response.error())

self.addEventListener('install', (event) => {
	self.skipWaiting()
	event.waitUntil(refresh())
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('message', (event) => {
	if (event.data !== 'refresh') return
	const done = refresh().catch(() => undefined)
	event.waitUntil(done.then(() => event.ports[0]?.postMessage('refreshed')))
})

self.addEventListener('fetch', (event) => {
	const { request } = event
	const { origin, pathname } = new URL(request.url)
	if (origin !== location.origin) return
	if (request.mode === 'navigate' && pathname === CAPTURE) event.respondWith(capturePage(request))
	else if (request.mode === 'navigate')
		event.respondWith(fetch(request).catch(async () => (await cached(AWAY)) ?? Response.error()))
	else if (request.method === 'GET' && (SCRIPTS.includes(pathname) || pathname.startsWith('/_app/immutable/')))
		event.respondWith(fetch(request).catch(async () => (await cached(request)) ?? Response.error()))
})
