"""What the insight pages, the monthly report and the command line are made of. Without Qt; nothing imports numpy here.

`questions.Insights(database, holder)` answers for the account that is shown; every question is a coroutine, raises
StorageError, and is None where there is no store or no import meter. Spans are `services.usage.DateSpan` and may reach
into the future. Money is pence including VAT without standing charges unless it says otherwise; what is not known is
None and says why.

- ``extent()`` → `DateSpan`: the days that can be asked about.
- ``efficiency(span, pace)`` → `efficiency.EfficiencyReport`: ``whole`` and ``rows`` (`EfficiencyRow`: span and
  `domain.efficiency.Efficiency` with kWh, pence and share of each band and quadrant); `spans.Pace` is day, week, month,
  year or moving 12 months; ``undefined`` says once which measure has no figure and why.
- ``daily(span)`` → `daily.DailyBreakdown`: rows of a day's off-peak, standard and peak `Amount`, totals;
  `daily.daily_sheet(rows)` is the CSV.
- ``where(span)`` → `spending.WhereItGoes`: ``found`` is `domain.spending.Spending`: 7 × 24 cells, the dearest habit,
  the ten dearest hours, what shifting 1 to 10 kWh a day saves, what is always on.
- ``battery(span, wish, progress)`` → `battery.BatteryCurve`: ``points`` (`CapacityPoint`: `domain.battery.BatteryRun`,
  price, payback), the knee, the assumptions in words; `battery.BatteryWish` has the inputs and the strategy (timer or
  best). In another process: ``progress`` is told the share done, cancelling the task ends it.
  ``battery_days(span, wish, capacity_kwh)`` → `battery.BatteryDays`: ``day(date)`` gives each half hour with its flow.
- ``compare(question, progress)`` → `comparison.TariffComparison`: ``rows`` ranked (`ComparedTariff`: months, difference
  to the own tariff, break-even, notes), ``unknown`` is what to say beside it; `comparison.ComparisonQuestion` has the
  span, with or without smart charges, a battery or none. Past prices are read first, where the store lacks them.
  ``octopus_comparison()`` → `domain.market.Comparison`, or the `Problem` why there is none.
- ``energy_wave(question)`` → `energy_wave.EnergyWave`: the grid and a person's own CSV in bars by
  `domain.energy_wave.Part`, sources and sinks, with self-sufficiency; `services.wave_file` reads the file, its columns
  mapped by hand.
- ``carbon(span)`` → `carbon.CarbonUse`: grams of each day where the grid's intensity of the time is stored, the own
  mean beside the grid's. ``outlook()`` → `carbon.GreenOutlook`: the half hours ahead and the week's nights.
- `month_report.month_report(database, holder, account, month, palette)` → `MonthReport`: its ``page`` is drawn by
  `report_html.as_html` and by `ui.report_pdf.write_pdf`.

`Services.insights` is the one that the windows ask.
"""
