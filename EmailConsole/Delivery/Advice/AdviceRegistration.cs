namespace EmailConsole.Delivery.Advice;

internal static class AdviceRegistration
{
    public static void AddAdvice(this IHostApplicationBuilder builder) =>
        builder.Services.AddSingleton<IDeliveryAdvisor, DeliveryAdvisor>();
}
