using System.IO.Pipelines;
using System.Text;
using EmailConsole.Hosting.Bodies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Hosting.Bodies;

public sealed class TimedBodyTests : IDisposable
{
    private readonly Pipe _client = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly FakeTimeProvider _time = new();
    private readonly TimedBody _body;

    public TimedBodyTests() => _body = new TimedBody(_client.Reader, new BodyOptions(), _time);

    public void Dispose() => _body.Dispose();

    [Fact]
    public async Task Read_AllIsThere_PassesThrough()
    {
        await _client.Writer.WriteAsync("some words"u8.ToArray());
        await _client.Writer.CompleteAsync();

        using var text = new StreamReader(_body.AsStream(), Encoding.UTF8);

        Assert.Equal("some words", await text.ReadToEndAsync());
    }

    [Fact]
    public async Task Read_MuchAndThenNothing_IsLateAfterTheNextTenSeconds()
    {
        await _client.Writer.WriteAsync(new byte[1024 * 1024]);
        _body.AdvanceTo((await _body.ReadAsync()).Buffer.End);
        var reading = _body.ReadAsync().AsTask();

        _time.Advance(TimedBody.Window);
        Assert.False(_body.IsLate);
        _time.Advance(TimedBody.Window);

        await AssertLateAsync(reading);
        await AssertLateAsync(Task.Run(async () => await _body.ReadAsync()));
    }

    [Theory]
    [InlineData(300, 10)]
    [InlineData(4000, 10)]
    [InlineData(4600, 120)]
    public async Task Read_SecondAfterSecond_IsLateThen(int rate, int seconds)
    {
        for (var i = 1; i < seconds; i++)
        {
            await TrickleAsync(rate);
        }

        await AssertLateAsync(TrickleAsync(rate));
    }

    [Fact]
    public async Task Read_ReaderIsSlow_ItsTimeIsNotTheClients()
    {
        for (var i = 0; i < 10; i++)
        {
            await _client.Writer.WriteAsync(new byte[10]);
            var read = await _body.ReadAsync();
            _time.Advance(TimeSpan.FromMinutes(1));
            _body.AdvanceTo(read.Buffer.End);
        }

        Assert.False(_body.IsLate);
    }

    [Fact]
    public async Task Read_Late_ServerCanReadOn()
    {
        await _client.Writer.WriteAsync(new byte[10]);
        var read = await _body.ReadAsync();
        _body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        var reading = _body.ReadAsync().AsTask();
        _time.Advance(TimedBody.Window);
        await AssertLateAsync(reading);

        await _client.Writer.CompleteAsync();

        Assert.Equal(10, (await _client.Reader.ReadAsync()).Buffer.Length);
    }

    private async Task TrickleAsync(int bytes)
    {
        var reading = _body.ReadAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(1));
        await _client.Writer.WriteAsync(new byte[bytes]);
        _body.AdvanceTo((await reading).Buffer.End);
    }

    private static async Task AssertLateAsync(Task reading)
    {
        var error = await Assert.ThrowsAsync<BadHttpRequestException>(() => reading.WaitAsync(Bound.Wait));
        Assert.Equal(408, error.StatusCode);
    }
}
