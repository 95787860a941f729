"""Adapters that ship with the core, registered by the same hooks as a stranger's. They use only public names."""
