"""Compares this assistant with Rasa's stock bot, side by side in one run."""
