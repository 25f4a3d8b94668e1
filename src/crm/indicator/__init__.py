"""Indicateurs: figures that open the acts behind them."""
