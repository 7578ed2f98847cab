"""Between our endpoint and a product: tickets become orders, work done becomes states, notes and files at the ticket."""
