"""Field-service work orders that work without a network."""

__version__ = "0.1.0"
