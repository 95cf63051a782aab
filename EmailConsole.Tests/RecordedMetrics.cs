using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace EmailConsole.Tests;

/// <summary>Listens to the instruments of one application, beside others in the same process.</summary>
internal sealed class RecordedMetrics : IDisposable
{
    private readonly ConcurrentQueue<(string Name, double Value, string Labels)> _measured = new();
    private readonly MeterListener _listener = new();

    public RecordedMetrics(IMeterFactory of)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, of) && instrument.Meter.Name.StartsWith("EmailConsole.", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>What an instrument measured: its labels as <c>name=value</c> in order, and the sum.</summary>
    public IReadOnlyDictionary<string, double> this[string name] => _measured.Where(m => m.Name == name)
        .GroupBy(m => m.Labels).ToDictionary(g => g.Key, g => g.Sum(m => m.Value), StringComparer.Ordinal);

    /// <summary>Every value of an instrument.</summary>
    public IReadOnlyList<double> Values(string name) => [.. _measured.Where(m => m.Name == name).Select(m => m.Value)];

    /// <summary>Asks those that are only observed, once.</summary>
    public IReadOnlyDictionary<string, double> Observe(string name)
    {
        _measured.Clear();
        _listener.RecordObservableInstruments();
        return this[name];
    }

    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Enqueue((instrument.Name, value, string.Join(' ', tags.ToArray().OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key}={t.Value}"))));
}
