// What a script adds to pages that work without one: nothing here is needed to read or to change anything.
const typing = (target) =>
	target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

// "/" goes to the search box, as the hint beside it says.
document.addEventListener('keydown', (event) => {
	if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
	const search = document.querySelector('input[data-search]')
	if (!(search instanceof HTMLInputElement)) return
	event.preventDefault()
	search.focus()
	search.select()
})

// An open menu closes on Escape, and the focus goes back to what opened it.
document.addEventListener('keydown', (event) => {
	if (event.key !== 'Escape' || !(event.target instanceof Element)) return
	const menu = event.target.closest('details[data-menu][open]')
	if (!(menu instanceof HTMLDetailsElement)) return
	menu.open = false
	menu.querySelector('summary')?.focus()
})

// A menu that lies over the page closes when the keyboard goes on from it: it would cover what has the focus. A press of the
// pointer also takes the focus along, before the click has arrived; it closes nothing.
let pressed = false
document.addEventListener('pointerdown', () => (pressed = true), true)
document.addEventListener('keydown', () => (pressed = false), true)
document.addEventListener('focusout', (event) => {
	if (pressed || !(event.target instanceof Element) || !(event.relatedTarget instanceof Element)) return
	const menu = event.target.closest('details[data-menu][open]')
	if (!(menu instanceof HTMLDetailsElement) || menu.contains(event.relatedTarget)) return
	const opened = menu.lastElementChild
	if (opened && getComputedStyle(opened).position === 'absolute') menu.open = false
})

// What is typed into a field stands on paper too, where the form around it does not.
window.addEventListener('beforeprint', () => {
	for (const paper of document.querySelectorAll('[data-paper]')) {
		const area = paper.parentElement?.querySelector('textarea')
		if (area) paper.textContent = area.value
	}
})

// Leaving a half-filled form asks first. A form that was sent and came back is half-filled again only when touched.
const touched = new Set()
document.addEventListener('input', (event) => {
	const form = event.target instanceof Element ? event.target.closest('form[data-guard]') : null
	if (form) touched.add(form)
})
document.addEventListener('submit', (event) => touched.delete(event.target))
window.addEventListener('beforeunload', (event) => {
	if (touched.size > 0) event.preventDefault()
})

// Forms of whoever acts from a seat are kept while they cannot be sent; see offline.js.
const kept = document.querySelector('#kept, [data-kept-list]')
if (kept) import('/offline.js')

// The form of an entry follows what is typed into it, and its rows go on while the network is away; see entry.js.
if (document.querySelector('[data-conditions], [data-rows]')) import('/entry.js')

// Field capture: the page that works without a network, and the one that makes a device ready for it; see capture/.
if (document.querySelector('[data-capture]')) import('/capture/page.js')
if (document.querySelector('[data-capture-ready]')) import('/capture/ready.js')

// A public form shows by some work, in place of waiting, that a person filled it in; see submit.js.
if (document.querySelector('[data-proof]')) import('/submit.js')

// A page of ours when the network is away. Whoever reads one public page and leaves is spared the fetching of it.
const isSecondView = () => {
	try {
		const seen = sessionStorage.getItem('pitso-seen') !== null
		sessionStorage.setItem('pitso-seen', '')
		return seen
	} catch {
		return false
	}
}
const keepOfflinePage = async () => {
	await navigator.serviceWorker.register('/worker.js')
	const { active } = await navigator.serviceWorker.ready
	const look = `${document.documentElement.lang} ${document.querySelector('link[rel=stylesheet]')?.href ?? ''}`
	const before = localStorage.getItem('pitso-offline')
	if (before !== null && before !== look) active?.postMessage('refresh')
	localStorage.setItem('pitso-offline', look)
}
if ('serviceWorker' in navigator && (isSecondView() || kept))
	window.addEventListener('load', () => void keepOfflinePage().catch(() => undefined))
