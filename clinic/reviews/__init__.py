"""What staff see and say of intakes: the queue, a patient's page, what becomes of it."""
