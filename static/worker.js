// Shows a page of ours when the network is away, in place of the browser's own. It keeps that page, its styles and its
// scripts, and nothing else: no page of a workspace, and nothing that anybody's rights opened.
const CACHE = 'pitso-offline'
const PAGE = '/offline'
const SCRIPTS = ['/enhance.js', '/offline.js', '/mark.svg']

const found = (text, pattern, base) => [...text.matchAll(pattern)].map(([, address]) => new URL(address, base).href)

/** Fetches the page anew, in the reader's language and with the styles it has now, and forgets what it no longer needs. */
async function refresh() {
	const base = new URL(PAGE, location.origin)
	const page = await fetch(base, { cache: 'reload' })
	if (!page.ok) return
	const cache = await caches.open(CACHE)
	const styles = found(await page.clone().text(), /<link[^>]+href="([^"]+\.css)"/g, base)
	const wanted = [...styles, ...SCRIPTS.map((one) => new URL(one, base).href)]
	for (const style of styles) {
		const sheet = await (await fetch(style)).text()
		wanted.push(...found(sheet, /url\(["']?(?!data:)([^)"']+)["']?\)/g, style))
	}
	await cache.put(base, page)
	await cache.addAll(wanted)
	const kept = new Set([base.href, ...wanted])
	for (const request of await cache.keys()) if (!kept.has(request.url)) await cache.delete(request)
}

const cached = async (request) => (await caches.open(CACHE)).match(request, { ignoreVary: true })

self.addEventListener('install', (event) => {
	self.skipWaiting()
	event.waitUntil(refresh())
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('message', (event) => {
	if (event.data === 'refresh') event.waitUntil(refresh().catch(() => undefined))
})

self.addEventListener('fetch', (event) => {
	const { request } = event
	const { origin, pathname } = new URL(request.url)
	if (origin !== location.origin) return
	if (request.mode === 'navigate')
		event.respondWith(fetch(request).catch(async () => (await cached(PAGE)) ?? Response.error()))
	else if (request.method === 'GET' && (SCRIPTS.includes(pathname) || pathname.startsWith('/_app/immutable/')))
		event.respondWith(fetch(request).catch(async () => (await cached(request)) ?? Response.error()))
})
