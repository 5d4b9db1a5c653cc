// Passkeys: the one thing of the sign-in that a browser does by script alone. Asks our server for a challenge, hands it to the
// device, and sends back what the device answers.
const bytes = (text) =>
	Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
const text = (buffer) =>
	btoa(String.fromCharCode(...new Uint8Array(buffer)))
		.replaceAll('+', '-')
		.replaceAll('/', '_')
		.replaceAll('=', '')

const withBytes = (credentials) => credentials?.map((one) => ({ ...one, id: bytes(one.id) }))

// Written out by hand, since browsers of some years ago know passkeys but not their translation to and from JSON.
const proving = async (options) => {
	const { id, rawId, type, response, authenticatorAttachment } = await navigator.credentials.get({
		publicKey: {
			...options,
			challenge: bytes(options.challenge),
			allowCredentials: withBytes(options.allowCredentials)
		}
	})
	return {
		id,
		rawId: text(rawId),
		type,
		...(authenticatorAttachment ? { authenticatorAttachment } : {}),
		clientExtensionResults: {},
		response: {
			clientDataJSON: text(response.clientDataJSON),
			authenticatorData: text(response.authenticatorData),
			signature: text(response.signature),
			...(response.userHandle ? { userHandle: text(response.userHandle) } : {})
		}
	}
}

const making = async (options) => {
	const { id, rawId, type, response, authenticatorAttachment } = await navigator.credentials.create({
		publicKey: {
			...options,
			challenge: bytes(options.challenge),
			user: { ...options.user, id: bytes(options.user.id) },
			excludeCredentials: withBytes(options.excludeCredentials)
		}
	})
	return {
		id,
		rawId: text(rawId),
		type,
		...(authenticatorAttachment ? { authenticatorAttachment } : {}),
		clientExtensionResults: {},
		response: {
			clientDataJSON: text(response.clientDataJSON),
			attestationObject: text(response.attestationObject),
			transports: response.getTransports?.() ?? []
		}
	}
}

const isCancelled = (error) => error instanceof DOMException && /^(NotAllowedError|AbortError)$/.test(error.name)

for (const place of document.querySelectorAll('[data-passkey]')) {
	const { passkey, ask, back, saidCancelled, saidFailed, saidUnable } = place.dataset
	const [button, status] = [place.querySelector('button'), place.querySelector('[role=status]')]
	place.hidden = false
	if (!window.PublicKeyCredential) {
		button.disabled = true
		status.textContent = saidUnable
		continue
	}
	button.addEventListener('click', async () => {
		button.disabled = true
		status.textContent = ''
		try {
			const asked = await fetch(ask, { headers: { accept: 'application/json' } })
			const options = await asked.json()
			if (!asked.ok) throw new Error(options.message)
			const answer = await (passkey === 'make' ? making : proving)(options)
			const name = place.querySelector('input[name=name]')?.value ?? ''
			const sent = await fetch(ask, {
				method: 'POST',
				headers: { 'content-type': 'application/json', accept: 'application/json' },
				body: JSON.stringify({ answer, name, back })
			})
			const result = await sent.json()
			if (!sent.ok) throw new Error(result.message)
			location.assign(result.next)
		} catch (error) {
			status.textContent = isCancelled(error)
				? saidCancelled
				: error instanceof DOMException
					? saidFailed
					: error.message || saidFailed
			button.disabled = false
		}
	})
}
